/// Trust policies and session policies, evaluated for a token as AWS evaluates them.
@NullMarked
package dev.spannerpipe.doctor.aws;

import org.jspecify.annotations.NullMarked;
