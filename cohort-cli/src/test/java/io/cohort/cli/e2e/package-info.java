/** The command in processes of its own, from its first word to its last. */
@NullMarked
package io.cohort.cli.e2e;

import org.jspecify.annotations.NullMarked;
