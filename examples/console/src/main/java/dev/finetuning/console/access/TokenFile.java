package dev.finetuning.console.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tokens of a console. The file has one line for each: the token's SHA-256 in hexadecimal, the tenant, the right
 * and the person's name. It does not contain the tokens. Immutable.
 */
public final class TokenFile {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int TOKEN_BYTES = 32;

    private final List<Entry> entries;

    private TokenFile(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
    private record Entry(byte[] digest, Caller caller) {}

    /** No tokens: whoever reaches the console is {@link Caller#LOCAL}. */
    public static TokenFile none() {
        return new TokenFile(List.of());
    }

    /**
     * Reads a file. Empty lines and lines that start with {@code #} are skipped.
     *
     * @throws IllegalArgumentException if a line has another form, or there is none; names the line
     * @throws IOException if it cannot be read
     */
    public static TokenFile read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(entry(line, i + 1));
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("the token file has no tokens");
        }
        return new TokenFile(entries);
    }

    private static Entry entry(String line, int number) {
        String[] parts = SPACES.split(line, 4);
        if (parts.length < 4 || parts[0].length() != 64) {
            throw new IllegalArgumentException(
                    "line " + number + " of the token file is not: SHA256 TENANT RIGHT NAME");
        }
        return new Entry(HexFormat.of().parseHex(parts[0]), caller(parts[1], parts[2], parts[3]));
    }

    /**
     * Somebody who gets a token.
     *
     * @throws IllegalArgumentException if the tenant or the right is not one
     */
    public static Caller caller(String tenant, String right, String who) {
        if (!TENANT.matcher(tenant).matches()) {
            throw new IllegalArgumentException("a tenant's name has 1 to 40 of a-z, 0-9 and -");
        }
        Right known = Right.of(right)
                .orElseThrow(() -> new IllegalArgumentException("the right must be read, write or approve"));
        return new Caller(who, tenant, known);
    }

    /** Whether there are no tokens. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** All tenants that have one. */
    public Set<String> tenants() {
        return entries.stream().map(entry -> entry.caller().tenant()).collect(Collectors.toSet());
    }

    /** Who has a token. Takes as long for a wrong one as for a right one. */
    public Optional<Caller> find(String token) {
        byte[] digest = digest(token);
        Optional<Caller> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.digest(), digest)) {
                found = Optional.of(entry.caller());
            }
        }
        return found;
    }

    /** A new random token, in 43 characters. */
    public static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The line of the file for a token. */
    public static String line(String token, Caller caller) {
        return HexFormat.of().formatHex(digest(token)) + " " + caller.tenant() + " "
                + caller.right().word() + " " + caller.who();
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
