package dev.spannerpipe.workflow;

/// A state machine, and the way to it.
record Target(StateMachineArn stateMachine, StepFunctions service, ServiceCalls calls) {}
