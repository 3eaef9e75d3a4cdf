/** Certificates for trying encryption out. */
@NullMarked
package io.cohort.cli.certs;

import org.jspecify.annotations.NullMarked;
