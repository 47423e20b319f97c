// Everything that the bot needs in Azure: identity, database, Web App, Azure Bot and its Teams channel.
// Deploy it to a resource group: docs/deploy.md, part B.

@description('Start of all names: 4 to 20 lower-case letters and digits. It becomes part of the web address and must be free worldwide.')
@minLength(4)
@maxLength(20)
param baseName string

@description('Where the Web App and the database run. The Azure Bot itself is global.')
param location string = resourceGroup().location

@description('The name that the Azure Bot shows.')
@maxLength(42)
param displayName string = 'Mailflow Triage'

@description('Password of the database: 16 or more characters, with upper-case and lower-case letters and digits. Only letters and digits, so that it can stand in an address.')
@secure()
@minLength(16)
param databasePassword string

@description('Tenants that may talk to the bot, separated by commas; empty: this tenant only.')
param allowedTenants string = ''

@allowed(['en', 'nl', 'sv', 'zh-CN'])
param defaultLanguage string = 'en'

@description('Cases that nobody touched for so many days are deleted.')
@minValue(1)
@maxValue(3650)
param keepDays int = 90

@description('What the organisation remembers of partners, servers and solutions is deleted when it was not used for so many days.')
@minValue(1)
@maxValue(3650)
param keepMemoryDays int = 730

@description('Whether sentences that found nothing or the wrong article are kept, without addresses, for whoever writes articles.')
@allowed(['on', 'off'])
param keepGaps string = 'on'

@description('Whether the bot asks by itself whether a change worked, and whether a partner has answered.')
@allowed(['on', 'off'])
param reminders string = 'on'

@description('After so many minutes the experts are called again, where nobody has taken a case.')
@minValue(1)
@maxValue(1440)
param alertMinutes int = 15

@description('So many cases of one problem are an incident for the experts; 0: never.')
@minValue(0)
@maxValue(1000)
param incidentCases int = 5

@description('Within so many minutes.')
@minValue(1)
@maxValue(1440)
param incidentMinutes int = 60

@description('Ids of people in Entra ID who may say where the experts are, separated by commas; empty: whoever is there.')
param admins string = ''

@description('Ids of people in Entra ID who see the cases of everybody, separated by commas.')
param leads string = ''

@description('Hosts that files sent to the bot are fetched from, separated by commas; empty: SharePoint, where Teams keeps them.')
param fileHosts string = ''

@description('Whether the server or domain of a case may be tested from here; needs probeTargets.')
@allowed(['on', 'off'])
param probes string = 'off'

@description('Domains and hosts that may be tested, separated by commas, such as contoso.com,*.contoso.com.')
param probeTargets string = ''

@description('Tests within an hour by one person, and of one name.')
@minValue(1)
@maxValue(1000)
param probesPerPerson int = 10
@minValue(1)
@maxValue(1000)
param probesPerHost int = 6

@description('How long what is under way may take, in seconds, when the program is told to stop.')
@minValue(1)
@maxValue(110)
param stopSeconds int = 10

@allowed(['silent', 'error', 'warn', 'info', 'debug'])
param logLevel string = 'info'

@description('Who runs the bot, and whom to ask: shown on its privacy, terms and support pages.')
param operatorName string = ''
param operatorContact string = ''

@description('Size of the Web App. B1 is the smallest that stays awake (Always On).')
param webAppSku string = 'B1'

@description('Node on App Service; `az webapp list-runtimes --os-type linux` says what there is. 22.18 or newer.')
param runtime string = 'NODE|24-lts'

@description('Size and version of the database.')
param databaseSku string = 'Standard_B1ms'
param databaseVersion string = '16'

@allowed(['F0', 'S1'])
@description('F0 is free; Teams messages cost nothing in either.')
param botSku string = 'F0'

var databaseLogin = 'triage'
var databaseName = 'triage'

// The bot's identity: no secret that could leak or expire.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${baseName}-identity'
  location: location
}

// App Service keeps files on a network share, where SQLite is not safe: so PostgreSQL.
resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${baseName}-db'
  location: location
  sku: {
    name: databaseSku
    tier: 'Burstable'
  }
  properties: {
    version: databaseVersion
    administratorLogin: databaseLogin
    administratorLoginPassword: databasePassword
    storage: {
      storageSizeGB: 32
    }
    backup: {
      backupRetentionDays: 14
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: 'Disabled'
    }
  }

  resource triage 'databases' = {
    name: databaseName
  }

  // 0.0.0.0 stands for "services inside Azure"; TLS and the password keep the others out.
  resource azureServices 'firewallRules' = {
    name: 'AllowAzureServices'
    properties: {
      startIpAddress: '0.0.0.0'
      endIpAddress: '0.0.0.0'
    }
    // The server refuses two changes at once.
    dependsOn: [triage]
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: '${baseName}-plan'
  location: location
  kind: 'linux'
  sku: {
    name: webAppSku
  }
  properties: {
    reserved: true
  }
}

resource webApp 'Microsoft.Web/sites@2023-12-01' = {
  name: baseName
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      linuxFxVersion: runtime
      appCommandLine: 'node src/main.js'
      alwaysOn: true
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      http20Enabled: true
      healthCheckPath: '/healthz'
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      NODE_ENV: 'production'
      MicrosoftAppId: identity.properties.clientId
      MicrosoftAppType: 'UserAssignedMSI'
      MicrosoftAppTenantId: identity.properties.tenantId
      ALLOWED_TENANTS: allowedTenants
      DATABASE_URL: 'postgres://${databaseLogin}:${databasePassword}@${database.properties.fullyQualifiedDomainName}:5432/${databaseName}?sslmode=verify-full'
      DEFAULT_LANGUAGE: defaultLanguage
      KEEP_DAYS: string(keepDays)
      KEEP_MEMORY_DAYS: string(keepMemoryDays)
      KEEP_GAPS: keepGaps
      REMINDERS: reminders
      ALERT_MINUTES: string(alertMinutes)
      INCIDENT_CASES: string(incidentCases)
      INCIDENT_MINUTES: string(incidentMinutes)
      ADMINS: admins
      LEADS: leads
      FILE_HOSTS: fileHosts
      PROBES: probes
      PROBE_TARGETS: probeTargets
      PROBES_PER_PERSON: string(probesPerPerson)
      PROBES_PER_HOST: string(probesPerHost)
      STOP_SECONDS: string(stopSeconds)
      LOG_LEVEL: logLevel
      OPERATOR_NAME: operatorName
      OPERATOR_CONTACT: operatorContact
      // Azure kills it after five seconds otherwise.
      WEBSITES_CONTAINER_STOP_TIME_LIMIT: string(stopSeconds + 10)
      // The zip brings its packages along and is mounted read-only.
      WEBSITE_RUN_FROM_PACKAGE: '1'
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${baseName}-bot'
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: botSku
  }
  properties: {
    displayName: displayName
    endpoint: 'https://${webApp.properties.defaultHostName}/api/messages'
    msaAppId: identity.properties.clientId
    msaAppMSIResourceId: identity.id
    msaAppTenantId: identity.properties.tenantId
    msaAppType: 'UserAssignedMSI'
  }

  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: 'global'
    properties: {
      channelName: 'MsTeamsChannel'
    }
  }
}

// The names are those that the app package and m365agents.yml ask for.
output BOT_ID string = identity.properties.clientId
output BOT_DOMAIN string = webApp.properties.defaultHostName
output BOT_TENANT_ID string = identity.properties.tenantId
output BOT_AZURE_APP_SERVICE_RESOURCE_ID string = webApp.id
