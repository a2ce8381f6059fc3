//! The checks of the Pod Security Standards, one file each, named by what they forbid.
