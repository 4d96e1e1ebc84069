package dev.spannerpipe.simulation;

/// What the engine may rely on from its ports. The model and the real adapter over an emulator both
/// keep it, so that what the simulation finds is true of more than the model.
interface PortContract extends RowsContract, ExecutionsContract, DataContract, SchemaContract {}
