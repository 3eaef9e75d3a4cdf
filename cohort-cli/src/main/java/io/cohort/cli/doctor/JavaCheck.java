package io.cohort.cli.doctor;

import io.cohort.core.doctor.DoctorCheck;

/** Which Java runs, and whether it has 64 bits, as libtorch needs. */
public final class JavaCheck implements DoctorCheck {

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public Finding look(Plan plan) {
        String found = System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ", "
                + System.getProperty("os.arch") + ") at " + System.getProperty("java.home");
        return "32".equals(System.getProperty("sun.arch.data.model"))
                ? Finding.problem(found + " has 32 bits", "Install a 64-bit JDK of version 17 or newer")
                : Finding.ok(found);
    }
}
