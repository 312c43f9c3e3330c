package dev.finetuning.adapter;

import java.net.URI;

/** The base URL of a host, for settings. */
public final class BaseUrl {
    private static final String EXPECTED =
            "an address begins with http:// or https:// and a host, like https://api.example.com/v1";

    private BaseUrl() {}

    /**
     * The URL without trailing slashes.
     *
     * @throws IllegalArgumentException if it is not an absolute http or https URL, or contains more than
     *     host and path; the message repeats neither user nor query, which could be secrets
     */
    public static String checked(String url) {
        URI uri = parsed(url.strip());
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the address of " + uri.getHost()
                    + " contains more than a host and a path; a key goes into its own setting");
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
