/// The deployment workflow in AWS Step Functions: started once, and followed to its end. If it
/// fails, this package explains why. Besides `credentials`, only this package uses the AWS SDK.
@NullMarked
package dev.spannerpipe.workflow;

import org.jspecify.annotations.NullMarked;
