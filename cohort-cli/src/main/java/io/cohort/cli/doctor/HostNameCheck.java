package io.cohort.cli.doctor;

import io.cohort.core.doctor.DoctorCheck;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether this host's name leads to it: workers of other hosts would use it. One host alone does without. */
public final class HostNameCheck implements DoctorCheck {

    @Override
    public String name() {
        return "host name";
    }

    @Override
    public Finding look(Plan plan) {
        try {
            return judge(InetAddress.getLocalHost());
        } catch (UnknownHostException e) {
            return Finding.warning(
                    "this host's own name does not resolve (" + e.getMessage() + ")",
                    "Only for several hosts: give the name an address in /etc/hosts, or an address in --listen");
        }
    }

    static Finding judge(InetAddress host) {
        String found = host.getHostName() + " is " + host.getHostAddress();
        return host.isLoopbackAddress()
                ? Finding.warning(
                        found + ", which other hosts cannot reach",
                        "Only for several hosts: give an address of this host in --listen, not its name")
                : Finding.ok(found);
    }
}
