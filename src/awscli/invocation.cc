#include "awscli/invocation.h"
