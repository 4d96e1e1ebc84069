/// The calls of the Step Functions service, and the history of an execution: its events, its
/// states, and the state whose failure ended the execution.
@NullMarked
package dev.spannerpipe.workflow.history;

import org.jspecify.annotations.NullMarked;
