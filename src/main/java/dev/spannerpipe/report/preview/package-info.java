/// Formats the result of a preview for people, build servers and programs.
@NullMarked
package dev.spannerpipe.report.preview;

import org.jspecify.annotations.NullMarked;
