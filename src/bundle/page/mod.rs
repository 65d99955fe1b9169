//! The pages of the site, one file each: a context, and the function that makes it.

pub mod capability;
pub mod claims;
pub mod data;
pub mod facets;
pub mod facility;
pub mod home;
pub mod list;
pub mod makeable;
pub mod material;
pub mod plan;
pub mod process;
pub mod rules;
pub mod source;
