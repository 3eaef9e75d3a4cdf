/** libtorch made comfortable: element types, memory scopes, seeds. */
@NullMarked
package io.cohort.torch;

import org.jspecify.annotations.NullMarked;
