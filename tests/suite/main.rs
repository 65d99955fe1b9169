//! What can only be tested from outside: the architecture, and the command line from end to end.

mod commands;
mod hazards;
mod packet;
mod tidy;
