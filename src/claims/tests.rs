//! Claims decided on small worlds.
