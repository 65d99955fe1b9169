//! What authors wrote, as Markdown, made inert; and instructions bound to their plan.

pub mod guide;
pub mod markdown;
pub mod markdown_again;
