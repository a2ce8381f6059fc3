mod resource;
pub use resource::Resource;
