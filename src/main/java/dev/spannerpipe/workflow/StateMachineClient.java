package dev.spannerpipe.workflow;

import dev.spannerpipe.workflow.history.StepFunctions;

/// A state machine, and the way to it.
record StateMachineClient(
    StateMachineArn stateMachine, StepFunctions service, ServiceCalls calls) {}
