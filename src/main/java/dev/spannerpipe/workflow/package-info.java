/// The deployment workflow in AWS Step Functions: started once, followed to its end, its failure
/// explained. Beside `credentials` the only package that sees the AWS SDK.
@NullMarked
package dev.spannerpipe.workflow;

import org.jspecify.annotations.NullMarked;
