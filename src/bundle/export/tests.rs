//! The exports of the example, held against what they promise.
