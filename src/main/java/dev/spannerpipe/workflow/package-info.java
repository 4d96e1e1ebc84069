/// The deployment workflow in AWS Step Functions: started once, followed to its end, with an
/// explanation if it fails. Besides `credentials`, this is the only package that uses the AWS SDK.
@NullMarked
package dev.spannerpipe.workflow;

import org.jspecify.annotations.NullMarked;
