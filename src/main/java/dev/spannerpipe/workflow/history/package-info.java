/// The Step Functions service as one port, and an execution's history as it grows: events, states,
/// and the state that ended it.
@NullMarked
package dev.spannerpipe.workflow.history;

import org.jspecify.annotations.NullMarked;
