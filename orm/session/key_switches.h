// The objects whose primary key was changed in a transaction, for its rollback.
#pragma once

#include <orm/identity_key.h>
#include <orm/session.h>

#include <unordered_map>

namespace orm {

struct SessionTransaction::KeySwitches {
  struct Switch {
    Ref<const IdentityKey> old_key;
    Ref<const IdentityKey> new_key;
  };
  std::unordered_map<InstanceState*, Switch> by_state;
};

}  // namespace orm
