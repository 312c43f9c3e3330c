package dev.finetuning.console;

import dev.finetuning.Secret;
import dev.finetuning.console.ConsoleOptions.Option;
import dev.finetuning.notification.NotificationReceiver;
import dev.finetuning.notification.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** Who is told what happens, by the options. */
final class WebhookChoice {
    private static final String SECRET = "CONSOLE_WEBHOOK_SECRET";
    private static final String STANDARD = "standard";
    private static final String TEXT = "text";

    private WebhookChoice() {}

    /**
     * The receiver by the options, if there is one.
     *
     * @throws IllegalArgumentException if its address or the kind of its body cannot be used
     */
    static Optional<NotificationReceiver> of(ConsoleOptions options) {
        String body = options.text(Option.WEBHOOK_BODY);
        if (!body.equals(STANDARD) && !body.equals(TEXT)) {
            throw new IllegalArgumentException("--webhook-body is " + STANDARD + " or " + TEXT);
        }
        return options.optional(Option.WEBHOOK).map(address -> webhook(address, body));
    }

    private static NotificationReceiver webhook(String address, String body) {
        Webhook.Builder webhook = Webhook.to(uri(address));
        if (System.getenv(SECRET) != null) {
            webhook.secret(Secret.fromEnvironment(SECRET));
        }
        return body.equals(TEXT)
                ? webhook.body(news -> Map.of("text", news.subject() + ": " + news.text()))
                        .build()
                : webhook.build();
    }

    /** The address may be a secret, so no message repeats it. */
    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("--webhook is not an address");
        }
    }
}
