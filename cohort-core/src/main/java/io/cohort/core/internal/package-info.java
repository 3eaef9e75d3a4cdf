/** How a job is read: YAML to a tree with positions, overrides on the tree, the tree to sections. Not for users. */
@NullMarked
package io.cohort.core.internal;

import org.jspecify.annotations.NullMarked;
