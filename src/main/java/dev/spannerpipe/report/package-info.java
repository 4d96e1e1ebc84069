/// Formats plans, states and events for people and for build servers.
@NullMarked
package dev.spannerpipe.report;

import org.jspecify.annotations.NullMarked;
