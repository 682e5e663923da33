#include "markdown/document.h"
