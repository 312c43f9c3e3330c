package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.HostUrl;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.RetryAfter;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.adapter.WireObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Deployments of an Azure OpenAI account, which a tuned model needs before it can be asked. They belong
 * to Azure's management endpoint, not to the resource, and want a credential of their own: a bearer token
 * of Azure Resource Manager. Deploying takes minutes; {@link #state} tells how far it is, and {@code
 * Succeeded} means that the model can be asked by the deployment's name. Thread-safe.
 */
public final class AzureDeployments {
    /** The management endpoint of Azure's public cloud. */
    public static final String MANAGEMENT_URL = "https://management.azure.com";

    private static final String API_VERSION = "2024-10-21";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String managementUrl;
    private final String account;
    private final Supplier<Secret> token;

    /**
     * Manages the deployments of one account.
     *
     * @param managementUrl {@link #MANAGEMENT_URL}, or another cloud's
     * @param accountId the account's resource id: {@code
     *     /subscriptions/…/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…}
     * @param token gives a current bearer token each time one is needed
     */
    public AzureDeployments(String managementUrl, String accountId, Supplier<Secret> token) {
        this.managementUrl = HostUrl.checked(managementUrl);
        this.account = accountId.startsWith("/") ? accountId : "/" + accountId;
        this.token = token;
    }

    /**
     * Deploys a model, or changes what a deployment serves. Doing it again does no harm.
     *
     * @param name the deployment's name, by which the model is then asked
     * @param model the tuned model's id
     * @param sku the kind of deployment: {@code "Standard"}, {@code "GlobalStandard"}, {@code "DeveloperTier"}
     * @param capacity thousands of tokens a minute, at least 1
     * @return the state after the call, such as {@code Creating}
     * @throws IllegalArgumentException if the capacity is below 1 or the name blank
     * @throws dev.finetuning.provider.ProviderException the subtype says what can be done
     */
    public String deploy(String name, String model, String sku, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        Map<String, Object> body = Map.of(
                "sku", Map.of("name", sku, "capacity", capacity),
                "properties", Map.of("model", Map.of("format", "OpenAI", "name", model, "version", "1")));
        return stateOf(
                send(call("deploy model", name), "PUT", WireObject.of(body).json()));
    }

    /** The provisioning state: {@code Creating}, {@code Succeeded}, {@code Failed}, … */
    public String state(String name) {
        return stateOf(send(call("look at deployment", name), "GET", ""));
    }

    /** Takes a deployment away, which ends its hourly price; its model stays. */
    public void delete(String name) {
        send(call("delete deployment", name), "DELETE", "");
    }

    /** Nothing here costs twice when it is done twice. */
    private static Call call(String operation, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a deployment has a name");
        }
        return Call.repeatable(operation, "deployment", name);
    }

    private static String stateOf(WireObject deployment) {
        return deployment.object("properties").text("provisioningState", "Unknown");
    }

    private WireObject send(Call call, String method, String body) {
        Secret bearer = token.get();
        Scrubber scrubber = new Scrubber(Optional.of(bearer));
        Failures failures = new Failures("azure", managementUrl, scrubber);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(call.id())))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + bearer.reveal())
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() > 299) {
                throw failures.ofRefusal(call, refusal(response, scrubber));
            }
            return answer(call, response, failures);
        } catch (IOException e) {
            throw failures.ofConnection(call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.ofConnection(call, new InterruptedIOException("interrupted while waiting"));
        }
    }

    private String url(String name) {
        return managementUrl + account + "/deployments/" + URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "?api-version=" + API_VERSION;
    }

    private static WireObject answer(Call call, HttpResponse<byte[]> response, Failures failures) {
        try {
            return response.body().length == 0 ? WireObject.EMPTY : WireObject.parse(response.body());
        } catch (IOException e) {
            throw failures.ofNonsense(call, response.statusCode(), requestId(response), String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String requestId(HttpResponse<?> response) {
        return response.headers().firstValue("x-ms-request-id").orElse(null);
    }

    /** An error answer is an object with an {@code error}, or no JSON at all. */
    private static Refusal refusal(HttpResponse<byte[]> response, Scrubber scrubber) {
        WireObject error;
        try {
            error = WireObject.parse(response.body()).object("error");
        } catch (IOException e) {
            error = WireObject.EMPTY;
        }
        String message = scrubber.clean(error.text("message", "no explanation was given"));
        String code = error.text("code");
        return new Refusal(
                response.statusCode(),
                code == null ? null : scrubber.clean(code),
                message,
                List.of(message),
                requestId(response),
                RetryAfter.of(response.headers()::firstValue, InstantSource.system())
                        .orElse(null));
    }
}
