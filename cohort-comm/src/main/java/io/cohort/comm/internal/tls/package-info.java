/** Certificates and keys from files. */
@NullMarked
package io.cohort.comm.internal.tls;

import org.jspecify.annotations.NullMarked;
