package dev.finetuning.console.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who has signed in, by the value of their cookie. Ends with the process. Thread-safe. */
public final class Sessions {
    /** How long one lasts. */
    public static final Duration LENGTH = Duration.ofHours(12);

    private static final int MOST = 10_000;

    private final TokenFile tokens;
    private final InstantSource clock;
    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Session local = new Session(Caller.LOCAL, TokenFile.newToken(), Instant.MAX);

    /** Nobody yet. */
    public Sessions(TokenFile tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The session of a cookie. Without tokens, everybody has the same one. */
    public Optional<Session> of(@Nullable String cookie) {
        if (tokens.isEmpty()) {
            return Optional.of(local);
        }
        Session session = cookie == null ? null : open.get(cookie);
        return session == null || session.until().isBefore(clock.instant()) ? Optional.empty() : Optional.of(session);
    }

    /** Signs in with a token; returns the cookie's value, or nothing for a wrong token. */
    public Optional<String> signIn(String token) {
        return tokens.find(token).map(this::begin);
    }

    private String begin(Caller caller) {
        Instant now = clock.instant();
        if (open.size() >= MOST) {
            open.values().removeIf(session -> session.until().isBefore(now));
        }
        String cookie = TokenFile.newToken();
        open.put(cookie, new Session(caller, TokenFile.newToken(), now.plus(LENGTH)));
        return cookie;
    }

    /** Ends the session of a cookie. */
    public void signOut(@Nullable String cookie) {
        if (cookie != null) {
            open.remove(cookie);
        }
    }
}
