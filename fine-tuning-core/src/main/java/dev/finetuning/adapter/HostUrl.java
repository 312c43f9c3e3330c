package dev.finetuning.adapter;

import java.net.URI;

/** The address of a host, as settings take it. */
public final class HostUrl {
    private static final String EXPECTED =
            "an address begins with http:// or https:// and a host, like https://api.example.com/v1";

    private HostUrl() {}

    /**
     * The address without slashes at its end.
     *
     * @throws IllegalArgumentException if it is not an absolute http or https URL, or holds more than host and
     *     path; the message repeats neither a user nor a query, which might be secrets
     */
    public static String checked(String url) {
        URI uri = parsed(url.strip());
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the address of " + uri.getHost()
                    + " holds more than a host and a path; a key goes into its own setting");
        }
        return uri.toString().replaceFirst("/+$", "");
    }

    private static URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            // the parser's own message repeats all of it
            throw new IllegalArgumentException(EXPECTED);
        }
    }
}
