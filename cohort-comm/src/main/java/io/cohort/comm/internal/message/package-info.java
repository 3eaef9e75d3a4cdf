/** Point-to-point messages, matched by (pair, tag). */
@NullMarked
package io.cohort.comm.internal.message;

import org.jspecify.annotations.NullMarked;
