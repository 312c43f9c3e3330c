package dev.finetuning.console.http;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.access.Session;
import dev.finetuning.console.access.Sessions;
import dev.finetuning.console.access.SignInLimit;
import dev.finetuning.console.access.TokenFile;
import dev.finetuning.console.input.RefusedException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who sends a request, and whether they may. Thread-safe. */
public final class Entrance {
    /** The cookie of a session. */
    public static final String COOKIE = "console-session";
    /** The form field, and in the API the header, that only our own pages can send. */
    public static final String FORM_TOKEN = "form-token";

    private static final String BEARER = "Bearer ";
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final TokenFile tokens;
    private final Sessions sessions;
    private final SignInLimit limit;

    /** An entrance. */
    public Entrance(TokenFile tokens, Sessions sessions, SignInLimit limit) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.limit = limit;
    }

    /** Refuses what another site has sent, or has pointed at this machine by a name of its own. */
    public void checkSite(Context request) {
        String host = String.valueOf(request.host());
        if (tokens.isEmpty() && !LOOPBACK.contains(host.replaceFirst(":\\d+$", ""))) {
            throw refused("foreign_host", "Without tokens, the console answers on this machine's own address only.");
        }
        if (!SAFE.contains(request.method().name())) {
            String site = request.header("Sec-Fetch-Site");
            String origin = request.header("Origin");
            if ((site != null && !OWN_SITE.contains(site)) || (origin != null && !isOwn(origin, host))) {
                throw refused("foreign_site", "Another site has sent this request.");
            }
        }
    }

    private static boolean isOwn(String origin, String host) {
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }

    private static RefusedException refused(String code, String message) {
        return RefusedException.of(RefusedException.Kind.FORBIDDEN, code, message);
    }

    /** Who sends a request to the API: by a bearer token, or by the cookie of a page. */
    public Session api(Context request, Right needed) {
        String header = request.header("Authorization");
        Session session = header == null ? byCookie(request) : byToken(request, header);
        if (header == null
                && !tokens.isEmpty()
                && !SAFE.contains(request.method().name())) {
            checkFormToken(session, request.header(FORM_TOKEN));
        }
        return allowed(session, needed);
    }

    private Session byToken(Context request, String header) {
        checkLimit(request.ip());
        String token = header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
        return tokens.find(token)
                .map(caller -> new Session(caller, "", Instant.MAX))
                .orElseThrow(() -> wrongToken(request.ip()));
    }

    private Session byCookie(Context request) {
        return session(request)
                .orElseThrow(() -> RefusedException.of(
                        RefusedException.Kind.UNAUTHORIZED,
                        "no_token",
                        "Send the header Authorization: Bearer TOKEN, or sign in."));
    }

    /** Whose pages these are, if they have signed in. */
    public Optional<Session> session(Context request) {
        return sessions.of(request.cookie(COOKIE));
    }

    /** Who sends a form. */
    public Session form(Session session, @Nullable String formToken, Right needed) {
        checkFormToken(session, formToken);
        return allowed(session, needed);
    }

    private static void checkFormToken(Session session, @Nullable String sent) {
        byte[] expected = session.formToken().getBytes(StandardCharsets.UTF_8);
        if (sent == null || !MessageDigest.isEqual(expected, sent.getBytes(StandardCharsets.UTF_8))) {
            throw refused("form_expired", "The form is too old or not ours. Load the page again, then send it.");
        }
    }

    private static Session allowed(Session session, Right needed) {
        if (!session.caller().right().includes(needed)) {
            throw refused("right_missing", "This needs the right to " + needed.word() + ".");
        }
        return session;
    }

    /** Signs in; returns the cookie's value. */
    public String signIn(String address, String token) {
        checkLimit(address);
        return sessions.signIn(token).orElseThrow(() -> wrongToken(address));
    }

    /** Signs out. */
    public void signOut(Context request) {
        sessions.signOut(request.cookie(COOKIE));
    }

    /** Whether there are tokens to sign in with. */
    public boolean hasTokens() {
        return !tokens.isEmpty();
    }

    private void checkLimit(String address) {
        if (!limit.allows(address)) {
            throw RefusedException.of(
                    RefusedException.Kind.TOO_MANY,
                    "too_many_attempts",
                    "Too many wrong tokens came from this address. Wait "
                            + limit.window().toMinutes() + " minutes.");
        }
    }

    private RefusedException wrongToken(String address) {
        limit.failed(address);
        return RefusedException.of(RefusedException.Kind.UNAUTHORIZED, "wrong_token", "This token is not known.");
    }
}
