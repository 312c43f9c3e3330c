package dev.finetuning.adapter.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names, as curl and most clients read them: {@code HTTPS_PROXY} and {@code
 * HTTP_PROXY} by the address's scheme, and {@code NO_PROXY} with the hosts and domains that are reached directly;
 * each in lower case, too, which wins. A proxy that the JVM knows ({@code -Dhttps.proxyHost}) comes first.
 * Immutable.
 *
 * <p>A user and a password in the proxy's address are not sent: the JDK's client answers a proxy's question by an
 * {@link java.net.Authenticator} alone, so a proxy that asks for a user needs a client of the caller's.
 */
public final class EnvironmentProxy extends ProxySelector {
    private static final int USUAL_PORT = 80;

    private final Map<String, String> environment;
    private final ProxySelector otherwise;

    /**
     * Proxies of an environment.
     *
     * @param environment its variables
     * @param otherwise what the JVM knows, which comes first
     */
    EnvironmentProxy(Map<String, String> environment, ProxySelector otherwise) {
        this.environment = Map.copyOf(environment);
        this.otherwise = otherwise;
    }

    /** Those of this process. */
    public static ProxySelector ofThisProcess() {
        @Nullable ProxySelector known = ProxySelector.getDefault();
        return new EnvironmentProxy(System.getenv(), known == null ? HttpDirect.ALWAYS : known);
    }

    @Override
    public List<Proxy> select(URI uri) {
        List<Proxy> known = otherwise.select(uri);
        boolean direct = known.stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
        return direct && !isReachedDirectly(String.valueOf(uri.getHost()))
                ? variable(uri.getScheme() + "_proxy")
                        .flatMap(EnvironmentProxy::proxy)
                        .map(List::of)
                        .orElse(known)
                : known;
    }

    private Optional<String> variable(String lowerCase) {
        return Stream.of(lowerCase, lowerCase.toUpperCase(Locale.ROOT))
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private boolean isReachedDirectly(String host) {
        return Stream.of(variable("no_proxy").orElse("").split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> covers(entry, host.toLowerCase(Locale.ROOT)));
    }

    /** {@code *}, a host, or a domain with or without a dot before it; a port is left out of account. */
    private static boolean covers(String entry, String host) {
        String domain =
                entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "").replaceFirst(":[0-9]+$", "");
        return entry.equals("*") || host.equals(domain) || host.endsWith("." + domain);
    }

    /** An address with or without {@code http://}; one that names no host is none. */
    private static Optional<Proxy> proxy(String address) {
        try {
            URI uri = URI.create(address.contains("://") ? address : "http://" + address);
            int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
            return Optional.ofNullable(uri.getHost())
                    .map(host -> new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        otherwise.connectFailed(uri, address, failure);
    }

    /** Where the JVM has been told to know no proxies at all. */
    private static final class HttpDirect extends ProxySelector {
        static final ProxySelector ALWAYS = new HttpDirect();

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // there is nothing to change
        }
    }
}
