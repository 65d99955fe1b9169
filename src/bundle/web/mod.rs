//! What other machines read of the site: search, feeds, maps, linked data.

pub mod feed;
pub mod linked_data;
pub mod packed;
pub mod search;
pub mod sitemap;
pub mod social;
