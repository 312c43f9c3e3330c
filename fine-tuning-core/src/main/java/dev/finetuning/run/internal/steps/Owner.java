package dev.finetuning.run.internal.steps;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;

/** Who works on a run: a host, a process with its start, and one object in it. */
public final class Owner {
    private static final String HOST = hostName();
    private static final String PROCESS = process(ProcessHandle.current());

    private Owner() {}

    /** A name that no other object, process or host has. */
    public static String unique() {
        return HOST + " " + PROCESS + " " + UUID.randomUUID();
    }

    /** The machine this process runs on: what shares its clock. */
    static String host() {
        return HOST;
    }

    /** Whether the owner's process is known to be gone: it ran on this host and no longer does. */
    public static boolean gone(String owner) {
        String[] parts = owner.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals(HOST)) {
            return false;
        }
        long pid = Long.parseLong(parts[1].substring(0, parts[1].indexOf('@')));
        return ProcessHandle.of(pid)
                .map(Owner::process)
                .filter(parts[1]::equals)
                .isEmpty();
    }

    private static String process(ProcessHandle handle) {
        return handle.pid() + "@"
                + handle.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replace(' ', '_');
        } catch (UnknownHostException e) {
            return "unknown-host-" + UUID.randomUUID();
        }
    }
}
