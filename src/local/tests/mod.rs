//! Scenario worlds, properties, and the example plans.
