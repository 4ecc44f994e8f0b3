// Memory of small objects, which malloc is slow at: of mapped objects and their keys, and of
// whatever a program's own operator new takes from here.
#pragma once

#include <cstddef>
#include <new>

// A sanitizer wants to see every object.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ORM_IS_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ORM_IS_SANITIZED
#endif
#endif
#if defined(__linux__) && defined(__LP64__) && !defined(ORM_IS_SANITIZED)
#define ORM_HAS_SMALL_OBJECTS
#endif

namespace orm {

/// Bytes of the largest object that there is such memory for.
inline constexpr size_t largest_small_object = 512;
/// Memory of at most that size, aligned to 16 bytes; null where there is none to be had: malloc's
/// must do.
void* take_small_object(size_t size) noexcept;
/// Gives it back, by any thread. False: it is not from take_small_object().
bool give_small_object(void* object) noexcept;
/// The same where the size that was asked for is known.
bool give_small_object(void* object, size_t size) noexcept;

/// @name Memory that knows its size, aligned to 8 bytes
/// For libraries that take a program's functions for malloc() and its kin, and ask each piece for
/// its size. Small pieces lie there too. Null where there is no memory.
/// @{
void* take_sized(int size) noexcept;
void give_sized(void* piece) noexcept;  ///< by any thread; null is none
void* resize_sized(void* piece, int size) noexcept;
int size_of_sized(void* piece) noexcept;
/// @}

/// Base of classes whose objects lie there, if they are small.
struct SmallObject {
  static void* operator new(size_t size);
  static void operator delete(void* object, size_t size) noexcept;
  static void* operator new(size_t size, std::align_val_t alignment);
  static void operator delete(void* object, std::align_val_t alignment) noexcept;
};

}  // namespace orm
