package dev.spannerpipe.workflow;

import dev.spannerpipe.workflow.history.StepFunctions;

/// A state machine, and the service to call for it.
record StateMachineClient(
    StateMachineArn stateMachine, StepFunctions service, ServiceCalls calls) {}
