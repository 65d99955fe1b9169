//! embodied
