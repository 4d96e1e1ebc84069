/// Reads targets from the JSON that Terraform and kubectl print. Text in, values out: the package
/// reads no file and knows no settings.
@NullMarked
package dev.spannerpipe.targets;

import org.jspecify.annotations.NullMarked;
