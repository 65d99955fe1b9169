//! Tests of whole packets.
