package io.cohort.cli.doctor;

import io.cohort.core.doctor.DoctorCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Whether processes of this host can talk over loopback. */
public final class PortsCheck implements DoctorCheck {

    private static final int ANY = 0;

    @Override
    public String name() {
        return "ports";
    }

    @Override
    public Finding look(Plan plan) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(ANY, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept()) {
            return Finding.ok("a connection over " + loopback.getHostAddress() + " works, port "
                    + accepted.getLocalPort() + " to " + client.getLocalPort()
                    + "; whether a firewall lets other hosts in, only they can tell");
        } catch (IOException e) {
            return Finding.problem(
                    "no connection over " + loopback.getHostAddress() + ": " + e.getMessage(),
                    "Bring up the loopback interface, and let this user open ports");
        }
    }
}
