package dev.finetuning.openai;

import com.openai.client.OpenAIClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings for applications that have a client of openai-java already. The one class that needs openai-java, which is
 * an optional dependency: whoever uses it has it.
 */
public final class ReadyClient {
    private ReadyClient() {}

    /**
     * Sends by an existing client of openai-java, with its own address and key. Its retries and its logging to
     * standard error are switched off. Its transport is unchanged: if it follows redirects, redirects are
     * followed, and your headers go along. Build it with {@code okHttpClient(new
     * OkHttpClient.Builder().followRedirects(false).build())} to prevent that. Closing the pipeline does not
     * close the client.
     */
    public static OpenAiSettings.Builder settings(OpenAIClient client) {
        List<String> address = new ArrayList<>();
        client.withOptions(options -> address.add(options.build().baseUrl()));
        String baseUrl = address.get(0);
        return OpenAiSettings.sentBy(baseUrl, () -> new ReadyClientTransport(client, baseUrl));
    }
}
