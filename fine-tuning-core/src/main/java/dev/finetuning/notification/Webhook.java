package dev.finetuning.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.Secret;
import dev.finetuning.adapter.http.BoundedBody;
import dev.finetuning.adapter.http.EnvironmentProxy;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StoredJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends each notification as a POST of JSON. With a secret it is signed as <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a> lays down, so any of its libraries can verify it: the
 * headers {@code webhook-id}, {@code webhook-timestamp} (seconds since 1970) and {@code webhook-signature}, which is
 * {@code v1,} and the Base64 of the HMAC-SHA256 of id, timestamp and body, joined by dots.
 *
 * <p>The body has the fields {@code type} (the topic), {@code timestamp} and {@code data} with {@code id}, {@code
 * subject}, {@code text} and {@code details}, unless {@link Builder#body} makes another:
 *
 * <pre>{@code
 * Webhook.to(URI.create(slackAddress)).body(news -> Map.of("text", news.subject() + ": " + news.text())).build()
 * }</pre>
 *
 * <p>Any status from 200 to 299 is an arrival; redirects are not followed. The address is never in a message or in
 * the printed form, except for its host, because it may be a secret itself. Thread-safe.
 */
public final class Webhook implements NotificationReceiver {
    private static final String MAC = "HmacSHA256";
    private static final String SECRET_PREFIX = "whsec_";
    private static final int FIRST_ERROR = 300;

    private final URI address;
    private final byte @Nullable [] key;
    private final Map<String, String> headers;
    private final Function<? super Notification, ? extends Map<String, ?>> body;
    private final Duration timeout;
    private final HttpClient client;
    private final InstantSource time;

    private Webhook(Builder builder) {
        address = builder.address;
        key = builder.key;
        headers = Map.copyOf(builder.headers);
        body = builder.body;
        timeout = builder.timeout;
        client = builder.client == null ? client(timeout) : builder.client;
        time = builder.clock;
    }

    private static HttpClient client(Duration timeout) {
        return HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(EnvironmentProxy.ofThisProcess())
                .build();
    }

    /**
     * Starts a webhook.
     *
     * @throws IllegalArgumentException if the address is not an https address, or an http address of this machine;
     *     the message does not repeat it
     */
    public static Builder to(URI address) {
        String scheme = String.valueOf(address.getScheme());
        boolean safe = scheme.equalsIgnoreCase("https") || (scheme.equalsIgnoreCase("http") && isHere(address));
        if (address.getHost() == null || !safe || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a webhook's address begins with https:// and a host; http:// is for"
                    + " this machine only, and a password goes into a header");
        }
        return new Builder(address);
    }

    private static boolean isHere(URI address) {
        String host = String.valueOf(address.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** What is sent if nothing else is wanted. */
    private static Map<String, ?> standardBody(Notification notification) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", notification.id());
        data.put("subject", notification.subject());
        data.put("text", notification.text());
        data.put("details", notification.details());
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("type", NotificationLog.word(notification.topic()));
        whole.put("timestamp", notification.at().toString());
        whole.put("data", data);
        return whole;
    }

    @Override
    public void receive(Notification notification) throws InterruptedException {
        HttpResponse<byte[]> answer = send(request(notification));
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new NotDeliveredException(this + " answered " + answer.statusCode(), null);
        }
    }

    private HttpRequest request(Notification notification) {
        String json = json(body.apply(notification));
        String id = headerId(notification.id());
        String timestamp = Long.toString(time.instant().getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp);
        headers.forEach(request::setHeader);
        if (key != null) {
            request.header("webhook-signature", signature(key, id + "." + timestamp + "." + json));
        }
        return request.POST(BodyPublishers.ofString(json)).build();
    }

    private static String json(Map<String, ?> body) {
        return StoredJson.write((ObjectNode) StoredJson.parseExactly(JsonText.of(body)));
    }

    /** An id of the application's own may hold what no header can. */
    private static String headerId(String id) {
        return id.chars().allMatch(c -> c > ' ' && c <= '~') ? id : URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static String signature(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, info -> BoundedBody.of(info.statusCode()));
        } catch (IOException e) {
            // its message may repeat the address
            throw new NotDeliveredException(
                    this + " cannot be reached: " + e.getClass().getSimpleName(), null);
        }
    }

    /** The host alone. */
    @Override
    public String toString() {
        return "the webhook at " + address.getHost();
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final URI address;
        private byte @Nullable [] key;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Function<? super Notification, ? extends Map<String, ?>> body = Webhook::standardBody;
        private Duration timeout = Duration.ofSeconds(10);
        private @Nullable HttpClient client;
        private InstantSource clock = InstantSource.system();

        private Builder(URI address) {
            this.address = address;
        }

        /**
         * Signs what is sent. A secret that begins with {@code whsec_} is the Base64 of the key, as the standard's
         * libraries print it; of any other the characters are the key.
         *
         * @throws IllegalArgumentException if it begins so and is not Base64; the message does not repeat it
         */
        public Builder secret(Secret secret) {
            String text = secret.reveal();
            try {
                key = text.startsWith(SECRET_PREFIX)
                        ? Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length()))
                        : text.getBytes(StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the secret begins with " + SECRET_PREFIX + " but is not Base64 after that");
            }
            return this;
        }

        /**
         * Adds a header, such as a bearer token.
         *
         * @throws IllegalArgumentException if no request may carry such a header; the message does not repeat its
         *     value
         */
        public Builder addHeader(String name, Secret value) {
            try {
                HttpRequest.newBuilder(address).header(name, value.reveal());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("no request may carry this header");
            }
            headers.put(name, value.reveal());
            return this;
        }

        /** Makes the body, of maps, lists, texts, numbers and booleans; that of this class by default. */
        public Builder body(Function<? super Notification, ? extends Map<String, ?>> makes) {
            body = makes;
            return this;
        }

        /** How long connecting, and the whole call, may take; ten seconds each by default. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        /** The HTTP client; by default one that uses the proxy that the environment names. */
        public Builder client(HttpClient custom) {
            client = custom;
            return this;
        }

        /** The clock of the time stamps; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds the webhook. */
        public Webhook build() {
            return new Webhook(this);
        }
    }
}
