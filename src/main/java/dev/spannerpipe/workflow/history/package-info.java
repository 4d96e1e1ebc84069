/// The Step Functions service behind one port, and an execution's history as it grows: events,
/// states, and the state that ended the execution.
@NullMarked
package dev.spannerpipe.workflow.history;

import org.jspecify.annotations.NullMarked;
