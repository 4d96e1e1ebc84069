package dev.spannerpipe.workflow;

import dev.spannerpipe.workflow.history.StepFunctions;

/// A state machine, and the client of the Step Functions service in its region.
record StateMachineClient(
    StateMachineArn stateMachine, StepFunctions service, ServiceCalls calls) {}
