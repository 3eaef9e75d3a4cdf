package io.cohort.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which Cohort this is, and what it stands on. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return lines();
    }

    static String[] lines() throws IOException {
        Properties built = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IOException("the jar of cohort-cli has no version.properties");
            }
            built.load(file);
        }
        return new String[] {
            "cohort " + built.getProperty("cohort"),
            "libtorch " + built.getProperty("pytorch") + ", Java " + System.getProperty("java.version") + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
