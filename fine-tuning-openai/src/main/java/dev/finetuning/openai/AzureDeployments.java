package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.BaseUrl;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.Credentials;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.ProviderAccess;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.RefusalDialect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The deployments of an Azure OpenAI account; a tuned model needs one before it can be asked. They are
 * managed at Azure's management endpoint, which needs its own credentials: a bearer token of Azure Resource
 * Manager. Deploying takes minutes; {@link #state} returns the progress, and {@code Succeeded} means that
 * the model can be asked by the deployment's name. Thread-safe.
 */
public final class AzureDeployments {
    /** The management endpoint of Azure's public cloud. */
    public static final String MANAGEMENT_URL = "https://management.azure.com";

    private static final String API_VERSION = "2024-10-21";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ProviderExchange exchange;
    private final String account;

    /**
     * Manages the deployments of one account.
     *
     * @param managementUrl {@link #MANAGEMENT_URL}, or another cloud's
     * @param accountId the account's resource id: {@code
     *     /subscriptions/…/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…}
     * @param token returns a current bearer token each time one is needed
     */
    public AzureDeployments(String managementUrl, String accountId, Supplier<Secret> token) {
        String url = BaseUrl.checked(managementUrl);
        this.account = accountId.startsWith("/") ? accountId : "/" + accountId;
        ProviderAccess access = new ProviderAccess(
                "azure",
                url,
                () -> Credentials.bearer(token.get()),
                List::of,
                Map.of(),
                Map.of("api-version", API_VERSION),
                List.of("x-ms-request-id"),
                RefusalDialect.NONE,
                LIMIT,
                ReadRetries.DEFAULT_PATIENCE,
                Sleeper.system(),
                InstantSource.system());
        this.exchange = ProviderExchange.with(access, JdkTransport.to(url, LIMIT));
    }

    /**
     * Deploys a model, or changes what a deployment serves. Repeating the call does no harm.
     *
     * @param name the deployment's name, by which the model can then be asked
     * @param model the tuned model's id
     * @param sku the kind of deployment: {@code "Standard"}, {@code "GlobalStandard"}, {@code
     *     "DeveloperTier"}
     * @param capacity thousands of tokens per minute, at least 1
     * @return the state after the call, such as {@code Creating}
     * @throws IllegalArgumentException if the capacity is below 1 or the name blank
     * @throws dev.finetuning.provider.ProviderException if it fails; the subtype says what can be done
     */
    public String deploy(String name, String model, String sku, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        Map<String, Object> body = Map.of(
                "sku", Map.of("name", sku, "capacity", capacity),
                "properties", Map.of("model", Map.of("format", "OpenAI", "name", model, "version", "1")));
        return stateOf(send(call("deploy model", name), () -> ProviderRequest.put(path(name), body)));
    }

    /** The provisioning state: {@code Creating}, {@code Succeeded}, {@code Failed}, … */
    public String state(String name) {
        return stateOf(send(call("look at deployment", name), () -> ProviderRequest.get(path(name))));
    }

    /** Deletes a deployment, which ends its hourly price; the model remains. */
    public void delete(String name) {
        send(call("delete deployment", name), () -> ProviderRequest.delete(path(name)));
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

    private WireObject send(Call call, Supplier<ProviderRequest> request) {
        return exchange.send(call, request).body();
    }

    private String path(String name) {
        return account + "/deployments/" + ProviderRequest.segment(name);
    }
}
