//! The names of the rules whose faults are found by the stages before the linter.

/// The file is not YAML that the format knows.
pub const INVALID_YAML: &str = "invalid-yaml";
/// A key is given twice.
pub const DUPLICATE_KEY: &str = "duplicate-key";
/// A document does not say its kind.
pub const MISSING_KIND: &str = "missing-kind";
/// A document's kind is none of the six.
pub const UNKNOWN_KIND: &str = "unknown-kind";
/// A key that the kind does not have.
pub const UNKNOWN_FIELD: &str = "unknown-field";
/// A value of another shape than the schema's.
pub const SCHEMA_VIOLATION: &str = "schema-violation";
/// Text that is no quantity.
pub const INVALID_QUANTITY: &str = "invalid-quantity";
/// A quantity of another dimension than is due.
pub const UNIT_MISMATCH: &str = "unit-mismatch";
/// Two documents with one id.
pub const DUPLICATE_ID: &str = "duplicate-id";
/// A reference that leads nowhere.
pub const DANGLING_REFERENCE: &str = "dangling-reference";
