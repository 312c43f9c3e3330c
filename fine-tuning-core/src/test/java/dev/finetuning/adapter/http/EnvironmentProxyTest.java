package dev.finetuning.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxyTest {
    private static final ProxySelector DIRECT = ProxySelector.of(null);

    private static String proxyFor(String uri, Map<String, String> environment) {
        Proxy proxy = new EnvironmentProxy(environment, DIRECT)
                .select(URI.create(uri))
                .get(0);
        return proxy.type() == Proxy.Type.DIRECT
                ? "direct"
                : ((InetSocketAddress) proxy.address()).getHostString() + ":"
                        + ((InetSocketAddress) proxy.address()).getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1, http://proxy:3128, proxy:3128",
        "https://api.example.com/v1, proxy:3128, proxy:3128",
        "https://api.example.com/v1, http://user:word@proxy:3128/, proxy:3128",
        "https://api.example.com/v1, http://proxy, proxy:80",
        "https://api.example.com/v1, ':// no proxy', direct",
        "http://api.example.com/v1, http://proxy:3128, direct"
    })
    void httpsProxy_inAnySpelling_isForHttpsAlone(String uri, String value, String expected) {
        assertThat(proxyFor(uri, Map.of("HTTPS_PROXY", value))).isEqualTo(expected);
    }

    @Test
    void lowerCase_wins() {
        assertThat(proxyFor("https://a", Map.of("HTTPS_PROXY", "one:1", "https_proxy", "two:2")))
                .isEqualTo("two:2");
        assertThat(proxyFor("http://a", Map.of("HTTP_PROXY", "one:1"))).isEqualTo("one:1");
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, direct",
        "example.com, direct",
        ".example.com, direct",
        "*.example.com, direct",
        "'localhost, EXAMPLE.com', direct",
        "example.com:443, direct",
        "*, direct",
        "ample.com, proxy:3128",
        "other.com, proxy:3128"
    })
    void noProxy_namesHostsAndDomains(String value, String expected) {
        assertThat(proxyFor("https://api.example.com/v1", Map.of("HTTPS_PROXY", "proxy:3128", "NO_PROXY", value)))
                .isEqualTo(expected);
    }

    @Test
    void whatTheJvmKnows_comesFirst() {
        ProxySelector jvm = ProxySelector.of(InetSocketAddress.createUnresolved("jvm", 1));
        List<Proxy> chosen =
                new EnvironmentProxy(Map.of("HTTPS_PROXY", "proxy:3128"), jvm).select(URI.create("https://a"));
        assertThat(((InetSocketAddress) chosen.get(0).address()).getHostString())
                .isEqualTo("jvm");
    }
}
