/** What Entra ID says of each number: the OAuth error, the text with what is filled in, and the suberror (entra-docs, reference-error-codes). */
export const TEXTS: Record<number, [error: string, text: string, suberror?: string]> = {
  16000: [
    'interaction_required',
    'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  ],
  50011: [
    'invalid_request',
    'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
  ],
  50020: [
    'invalid_request',
    "User account '{account}' from identity provider 'https://sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/' does not exist in tenant '{tenant}' and cannot access the application '{app}' in that tenant. The account needs to be added as an external user in the tenant first.",
  ],
  50034: [
    'invalid_grant',
    'The user account {account} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
  ],
  50053: ['invalid_grant', 'The account is locked, because the user tried to sign in too many times.'],
  50057: ['invalid_grant', 'The user account is disabled.'],
  50058: ['login_required', 'A silent sign-in request was sent but no user is signed in.'],
  50076: [
    'interaction_required',
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
    'basic_action',
  ],
  50079: [
    'interaction_required',
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
    'basic_action',
  ],
  50097: ['interaction_required', 'Device authentication is required.', 'basic_action'],
  50105: [
    'invalid_grant',
    "Your administrator has configured the application '{app}' to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{account}' is blocked because they are not a direct member of a group with access.",
  ],
  50126: ['invalid_grant', 'Error validating credentials due to invalid username or password.'],
  50148: [
    'invalid_grant',
    'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
  ],
  50173: ['invalid_grant', 'The provided grant has expired due to it being revoked.', 'bad_token'],
  50194: [
    'invalid_request',
    "Application '{app}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications.",
  ],
  53000: ['interaction_required', 'Device is not in required device state: compliant.', 'message_only'],
  53001: ['interaction_required', 'Device is not in required device state: domain_joined.', 'message_only'],
  53003: [
    'interaction_required',
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    'message_only',
  ],
  54005: ['invalid_grant', 'OAuth2 Authorization code was already redeemed, please retry with a new valid code.'],
  65001: [
    'invalid_grant',
    "The user or administrator has not consented to use the application with ID '{app}'. Send an interactive authorization request for this user and resource.",
    'consent_required',
  ],
  65004: ['access_denied', 'User declined to consent to access the app.'],
  70008: ['invalid_grant', 'The provided authorization code or refresh token has expired due to inactivity.'],
  90002: ['invalid_request', "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."],
  90014: ['invalid_request', 'The required field is missing from the request.'],
  90072: [
    'invalid_grant',
    "User account '{account}' from identity provider 'live.com' does not exist in tenant '{tenant}' and cannot access the application '{app}' in that tenant. The account needs to be added as an external user in the tenant first.",
  ],
  90090: ['temporarily_unavailable', 'The service is temporarily unavailable.'],
  90094: [
    'access_denied',
    'An administrator of {tenant} has set a policy that prevents you from granting {app} the permissions it is requesting.',
  ],
  500112: [
    'invalid_client',
    'The reply address does not match the reply address provided when requesting the authorization code.',
  ],
  530003: ['interaction_required', 'Your device is required to be managed to access this resource.', 'message_only'],
  650057: [
    'invalid_resource',
    "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {app}.",
  ],
  700016: [
    'unauthorized_client',
    "Application with identifier '{app}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
  ],
  700084: [
    'invalid_grant',
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended.',
    'bad_token',
  ],
  7000218: [
    'invalid_client',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  9000411: ['invalid_request', 'The request is not properly formatted. A parameter is duplicated.'],
  9002313: ['invalid_grant', 'Invalid request. Request is malformed or invalid.', 'bad_token'],
  9002325: [
    'invalid_request',
    'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  ],
  9002326: [
    'invalid_request',
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  ],
  9002327: [
    'invalid_request',
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  ],
};
