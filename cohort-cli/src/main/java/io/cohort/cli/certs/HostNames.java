package io.cohort.cli.certs;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** The names and addresses that a certificate stands for. */
final class HostNames {

    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private HostNames() {}

    /** Those given, and those by which this host is known to itself. @throws UserMistake when one is neither a name nor an address */
    static List<String> withOwn(List<String> given) {
        Set<String> hosts = new LinkedHashSet<>();
        for (String host : given) {
            String bare = host.strip();
            if (!isAddress(bare) && !NAME.matcher(bare).matches()) {
                throw new UserMistake(
                        "bad-option",
                        new Problem(
                                "--hosts",
                                host,
                                "is neither a host's name nor its address",
                                "Write names and addresses without ports: --hosts 10.0.0.1,trainer.example"));
            }
            hosts.add(bare);
        }
        hosts.addAll(List.of("localhost", "127.0.0.1", "::1"));
        ownName().ifPresent(hosts::add);
        return new ArrayList<>(hosts);
    }

    static GeneralNames encoded(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String host) {
        return IPAddress.isValid(host);
    }

    private static Optional<String> ownName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty(); // It has none that anybody could ask for.
        }
    }
}
